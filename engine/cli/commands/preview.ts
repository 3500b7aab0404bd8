/** `sluice preview`: the first rows of a step. */
import { Command, Option } from 'commander';
import { EXIT, type CliHost, type EngineKind } from '../host.ts';
import { parseRowCount } from '../options.ts';
import { formatPreview, PREVIEW_FORMATS } from '../report/preview-text.ts';
import { given, withPipeline } from './session.ts';
import { engineOption, examples, FILE_HELP, paramOption, workersOption } from './shared-options.ts';

interface PreviewCommandOptions {
  readonly node: string;
  readonly rows: number;
  readonly format: (typeof PREVIEW_FORMATS)[number];
  readonly param?: Readonly<Record<string, string>>;
  readonly workers?: number;
  readonly engine?: EngineKind;
}

export const previewCommand = (host: CliHost, exit: (code: number) => void): Command =>
  new Command('preview')
    .description('Show the first rows of a step, computing no more than they need.')
    .argument('<file>', FILE_HELP)
    .requiredOption('-n, --node <step[.port]>', 'step, or one of its outputs: late.dropped')
    .addOption(
      new Option('-r, --rows <count>', 'rows from the front').argParser(parseRowCount).default(20),
    )
    .addOption(
      new Option(
        '-f, --format <format>',
        'table fits the terminal; csv and json show every value in full',
      )
        .choices(PREVIEW_FORMATS)
        .default('table'),
    )
    .addOption(paramOption())
    .addOption(workersOption())
    .addOption(engineOption())
    .addHelpText(
      'after',
      examples(
        ['sluice preview orders.sluice.json --node late', 'the first 20 rows of a step'],
        ['sluice preview orders.sluice.json -n late.dropped -r 5', 'of its second output'],
        ['sluice preview orders.sluice.json -n by_region -r 1000 -f csv > sample.csv', 'as a file'],
      ),
    )
    .action(async (name: string, options: PreviewCommandOptions) => {
      const { workers, engine } = options;
      const settings = {
        ...(workers === undefined ? {} : { workers }),
        ...(engine === undefined ? {} : { engine }),
      };
      await withPipeline(host, name, settings, async (session) => {
        const preview = await session.engine.preview(session.document, {
          ...given(host, options.param),
          target: options.node,
          rows: options.rows,
        });
        host.stdout.write(await formatPreview(preview, options.format, host.stdout));
      });
      exit(EXIT.ok);
    });
