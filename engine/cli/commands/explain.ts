/** `sluice explain`: what the engine makes of a pipeline, pass by pass. */
import { Command, Option } from 'commander';
import { EXPLAIN_PASSES, type ExplainPass } from '../../run/engine-api.ts';
import { formatEstimate } from '../cluster/estimate-text.ts';
import { EXIT, type CliHost } from '../host.ts';
import { given, withPipeline } from './session.ts';
import { examples, FILE_HELP, paramOption } from './shared-options.ts';

interface ExplainOptions {
  readonly pass: ExplainPass | 'cluster';
  readonly param?: Readonly<Record<string, string>>;
}

export const explainCommand = (host: CliHost, exit: (code: number) => void): Command =>
  new Command('explain')
    .description('Show what the engine makes of a pipeline.')
    .argument('<file>', FILE_HELP)
    .addOption(
      new Option(
        '--pass <pass>',
        'logical: the steps as relations; optimised: after the rules; physical: with exchanges; stages: cut into tasks; sql: the statements of the tasks; cluster: how much it reads, moves and writes, and whether a cluster would pay',
      )
        .choices([...EXPLAIN_PASSES, 'cluster'])
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
        const { pass } = options;
        const asked = given(host, options.param);
        if (pass === 'cluster') {
          const { estimateHere } = await import('../../../electron/host/clusters/estimate-here.ts');
          const measure = await engine.measure(document, asked);
          const estimate = await estimateHere(measure, undefined);
          host.stdout.write(formatEstimate(estimate, measure, undefined, host.stdout.style));
          return;
        }
        const text = await engine.explain(document, { ...asked, pass });
        host.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
      });
      exit(EXIT.ok);
    });
