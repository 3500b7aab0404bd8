/** `sluice check`: everything that is wrong with a pipeline, without running it. */
import { Command, Option } from 'commander';
import { type Diagnostic, isError } from '../../contract/diagnostic.ts';
import { formatType, type Schema } from '../../contract/schema.ts';
import type { PipelineDocument } from '../../document/schema.ts';
import { EXPORT_TARGETS, type ExportTarget } from '../../export/project.ts';
import type { CheckResult, Engine } from '../../run/engine-api.ts';
import { EXIT, type CliHost } from '../host.ts';
import { InvalidPipeline } from '../load-document.ts';
import { countFindings, formatDiagnostic } from '../report/report-diagnostic.ts';
import { given, withPipeline } from './session.ts';
import { examples, FILE_HELP, paramOption } from './shared-options.ts';

interface CheckOptions {
  readonly param?: Readonly<Record<string, string>>;
  readonly json?: true;
  readonly target?: ExportTarget | typeof SPARK;
}

/** All languages for Spark have the same translation. */
const SPARK = 'spark';

export const checkCommand = (host: CliHost, exit: (code: number) => void): Command =>
  new Command('check')
    .description('Find everything that is wrong with a pipeline, without running it.')
    .argument('<file>', FILE_HELP)
    .addOption(paramOption())
    .addOption(
      new Option('--target <target>', 'also find what this language of export refuses').choices([
        ...EXPORT_TARGETS,
        SPARK,
      ]),
    )
    .option('--json', 'print one JSON object: ok, diagnostics, schemas of all steps')
    .addHelpText(
      'after',
      examples(
        ['sluice check orders.sluice.json', 'errors and warnings, each at its character'],
        ['sluice check orders.sluice.json --json | jq .schemas', 'columns and types of every step'],
        ['sluice check orders.sluice.json --target spark', 'can all of it be exported to Spark?'],
        ['for f in *.sluice.json; do sluice check $f || exit 1; done', 'all pipelines in CI'],
      ),
    )
    .action(async (name: string, options: CheckOptions) => exit(await check(host, name, options)));

async function check(host: CliHost, name: string, options: CheckOptions): Promise<number> {
  const { stdout } = host;
  try {
    return await withPipeline(host, name, { workers: 1 }, async ({ file, document, engine }) => {
      const { diagnostics, schemas } = await findAll(engine, document, host, options);
      const failed = diagnostics.some(isError);
      if (options.json) {
        stdout.write(toJson(diagnostics, schemas));
        return failed ? EXIT.failed : EXIT.ok;
      }
      for (const diagnostic of diagnostics) {
        stdout.write(`${formatDiagnostic(diagnostic, file, stdout)}\n`);
      }
      const found = countFindings(diagnostics);
      const steps = Object.keys(document.nodes).length;
      stdout.write(
        failed
          ? `${stdout.style.red(found)} in ${file.name}\n`
          : `${stdout.style.green('OK')}: ${file.name}, ${steps} step${steps === 1 ? '' : 's'}${found === '' ? '' : `, ${found}`}\n`,
      );
      return failed ? EXIT.failed : EXIT.ok;
    });
  } catch (thrown) {
    if (!(thrown instanceof InvalidPipeline) || !options.json) throw thrown;
    stdout.write(toJson(thrown.diagnostics, new Map()));
    return EXIT.failed;
  }
}

/** What is wrong with the pipeline; where that is nothing, what the target refuses or does otherwise. */
async function findAll(
  engine: Engine,
  document: PipelineDocument,
  host: CliHost,
  { param, target }: CheckOptions,
): Promise<CheckResult> {
  const checked = await engine.check(document, given(host, param));
  if (target === undefined || checked.diagnostics.some(isError)) return checked;
  const language = target === SPARK ? 'pyspark' : target;
  const exported = await engine.export(document, { ...given(host, param), target: language });
  return { ...checked, diagnostics: [...checked.diagnostics, ...exported.diagnostics] };
}

const toJson = (
  diagnostics: readonly Diagnostic[],
  schemas: ReadonlyMap<string, Schema>,
): string => {
  const columns = [...schemas].map(([port, schema]): [string, unknown] => [
    port,
    schema.map(({ name, type }) => ({ name, type: formatType(type) })),
  ]);
  const result = {
    ok: !diagnostics.some(isError),
    diagnostics,
    schemas: Object.fromEntries(columns),
  };
  return `${JSON.stringify(result, undefined, 2)}\n`;
};
