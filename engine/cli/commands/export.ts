/** `sluice export`: a pipeline as a project in another language. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { EXPORT_TARGETS, type ExportTarget } from '../../export/project.ts';
import { EXIT, type CliHost } from '../host.ts';
import { formatDiagnostic } from '../report/report-diagnostic.ts';
import { given, withPipeline } from './session.ts';
import { examples, FILE_HELP, paramOption } from './shared-options.ts';

interface ExportCommandOptions {
  readonly target: ExportTarget;
  readonly out: string;
  readonly param?: Readonly<Record<string, string>>;
}

/** @param version of this package, for projects that install it */
export const exportCommand = (
  host: CliHost,
  exit: (code: number) => void,
  version: string,
): Command =>
  new Command('export')
    .description('Write a pipeline as code that gives the same result.')
    .argument('<file>', FILE_HELP)
    .addOption(
      new Option('--target <target>', 'the language').choices(EXPORT_TARGETS).makeOptionMandatory(),
    )
    .requiredOption('--out <folder>', 'folder of the project; it is made if there is none')
    .addOption(paramOption())
    .addHelpText(
      'after',
      examples(
        ['sluice export orders.sluice.json --target pyspark --out orders-spark', 'a Spark program'],
        ['sluice export orders.sluice.json --target sql --out sql', 'for the DuckDB command line'],
      ),
    )
    .action(async (name: string, { target, out, param }: ExportCommandOptions) => {
      const code = await withPipeline(
        host,
        name,
        { workers: 1 },
        async ({ file, document, engine }) => {
          const result = await engine.export(document, {
            ...given(host, param),
            target,
            version,
          });
          for (const diagnostic of result.diagnostics) {
            host.stderr.write(`${formatDiagnostic(diagnostic, file, host.stderr)}\n`);
          }
          if (!result.ok) return EXIT.failed;
          for (const { path, text } of result.project.files) {
            const written = resolve(host.cwd, out, path);
            await mkdir(dirname(written), { recursive: true });
            await writeFile(written, text);
            host.stdout.write(`${join(out, path)}\n`);
          }
          return EXIT.ok;
        },
      );
      exit(code);
    });
