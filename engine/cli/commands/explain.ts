/** `sluice explain`: what the engine makes of a pipeline, pass by pass. */
import { Command, Option } from 'commander';
import { EXPLAIN_PASSES, type ExplainPass } from '../../run/engine-api.ts';
import { EXIT, type CliHost } from '../host.ts';
import { given, withPipeline } from './session.ts';
import { examples, FILE_HELP, paramOption } from './shared-options.ts';

interface ExplainOptions {
  readonly pass: ExplainPass;
  readonly param?: Readonly<Record<string, string>>;
}

export const explainCommand = (host: CliHost, exit: (code: number) => void): Command =>
  new Command('explain')
    .description('Show what the engine makes of a pipeline.')
    .argument('<file>', FILE_HELP)
    .addOption(
      new Option(
        '--pass <pass>',
        'logical: the steps as relations; optimised: after the rules; physical: with exchanges; stages: cut into tasks; sql: the statements of the tasks',
      )
        .choices(EXPLAIN_PASSES)
        .default('optimised'),
    )
    .addOption(paramOption())
    .addHelpText(
      'after',
      examples(
        [
          'sluice explain orders.sluice.json',
          'which filters reach the files, which columns are read',
        ],
        [
          'sluice explain orders.sluice.json --pass stages',
          'where data is exchanged between workers',
        ],
        ['sluice explain orders.sluice.json --pass sql', 'the SQL that DuckDB runs'],
      ),
    )
    .action(async (name: string, options: ExplainOptions) => {
      await withPipeline(host, name, { workers: 1 }, async ({ document, engine }) => {
        const text = await engine.explain(document, {
          ...given(host, options.param),
          pass: options.pass,
        });
        host.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
      });
      exit(EXIT.ok);
    });
