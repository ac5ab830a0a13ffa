# Completion of the `corridor` command for bash.
_corridor() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]} words=
  case $previous in
    --pack | --store | -o | --output)
      mapfile -t COMPREPLY < <(compgen -f -- "$current")
      return
      ;;
    --engine) words="automatic reference" ;;
    --format) words="text json" ;;
    --by) words="place sex age status sector destination" ;;
  esac
  if [[ -z $words ]]; then
    if ((COMP_CWORD == 1)); then
      words="run check report validate compare runs show delete series export chronicle explain pack scenario law calibrate sensitivity recover backtest --help --version"
    else
      case $command in
        run) words="--pack --from --to --sample --seed --threads --ensemble --store --engine --checked --quiet --json" ;;
        check) words="latest --store --pack --years --all --claims --json" ;;
        report) words="latest --store --pack --years --output" ;;
        validate) words="published latest --store --pack --json --output" ;;
        compare) words="latest --store --measure --place --by-region --monthly --json --output" ;;
        runs) words="--store --json" ;;
        show) words="latest --store --json" ;;
        delete) words="--store" ;;
        series) words="latest --store --measure --place --sex --age --status --sector --destination --by --yearly --bands --csv --json" ;;
        export) words="latest --store --csv --json --output" ;;
        chronicle) words="latest --store --pack --country --from --to --format --published --no-published" ;;
        explain) words="month parameter measure --pack" ;;
        pack) words="validate describe fit --at --sample --seed" ;;
        scenario) words="list show validate new --pack" ;;
        calibrate) words="--pack --as-of --output --sample --members --seed --threads --restart --quiet" ;;
        sensitivity) words="--pack --sample --trajectories --leading --points --seed --threads --output --restart --quiet" ;;
        recover) words="--pack --trials --second --output --sample --members --seed --threads --restart --quiet" ;;
        backtest) words="--pack --model --sample --members --folder --threads --forecasts --from --to --origin-month --seed --revisions --json" ;;
        law) words="--at --for --pack --json --statements" ;;
      esac
      words+=" --help"
    fi
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
  if [[ $command == run || $command == pack || $command == scenario || $command == backtest ]]; then
    mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$current")
  fi
}
complete -F _corridor corridor
