/** `sluice diff`: what changed between two pipelines, step by step. */
import { Command } from 'commander';
import { diffDocuments, isCosmetic } from '../../document/diff.ts';
import { formatDiff } from '../../document/format-diff.ts';
import { EXIT, type CliHost } from '../host.ts';
import { parsePipelineFile, readPipelineFile } from '../load-document.ts';
import { reportThrown } from '../report/report-thrown.ts';
import { examples } from './shared-options.ts';

export const diffCommand = (host: CliHost, exit: (code: number) => void): Command =>
  new Command('diff')
    .description(
      'Show what changed between two pipelines, step by step. Exits with 0 when they are equal, 1 when they differ, 2 when a file cannot be compared.',
    )
    .argument('<before>', 'older pipeline file; - reads standard input')
    .argument('<after>', 'newer pipeline file; - reads standard input')
    .option('--json', 'print one JSON object: equal, sameResult, changes')
    .addHelpText(
      'after',
      examples(
        [
          'sluice diff main.json branch.json',
          'renamed steps are recognised; positions are one line',
        ],
        [
          'git show HEAD:orders.sluice.json | sluice diff - orders.sluice.json',
          'since the last commit',
        ],
      ),
    )
    .action(async (before: string, after: string, options: { json?: true }) => {
      try {
        if (before === '-' && after === '-') {
          host.stderr.write('error: only one of the two files can be standard input\n');
          return exit(EXIT.usage);
        }
        const [older, newer] = [
          parsePipelineFile(await readPipelineFile(before, host.cwd, host.readStdin)),
          parsePipelineFile(await readPipelineFile(after, host.cwd, host.readStdin)),
        ];
        const changes = diffDocuments(older, newer);
        if (options.json) {
          const result = {
            equal: changes.length === 0,
            sameResult: changes.every(isCosmetic),
            changes,
          };
          host.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
        } else if (changes.length > 0) {
          host.stdout.write(`${formatDiff(changes).trimEnd()}\n`);
        }
        exit(changes.length === 0 ? EXIT.ok : EXIT.failed);
      } catch (thrown) {
        reportThrown(thrown, host);
        // 1 means "different" here, as in diff(1).
        exit(EXIT.usage);
      }
    });
