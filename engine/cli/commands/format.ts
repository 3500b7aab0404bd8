/** `sluice format`: pipeline files in their canonical text, made for diffs. */
import { randomBytes } from 'node:crypto';
import { chmod, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { operationalError } from '../../contract/errors.ts';
import { formatDocument } from '../../document/format.ts';
import { EXIT, type CliHost } from '../host.ts';
import { parsePipelineFile, readPipelineFile } from '../load-document.ts';
import { reportThrown } from '../report/report-thrown.ts';
import { examples } from './shared-options.ts';

export const formatCommand = (host: CliHost, exit: (code: number) => void): Command =>
  new Command('format')
    .description('Write pipeline files in their canonical form.')
    .argument(
      '<file...>',
      'pipeline files, changed in place; - formats standard input to standard output',
    )
    .option(
      '--check',
      'write nothing; name the files that are not in canonical form and exit with 1',
    )
    .addHelpText(
      'after',
      examples(
        ['sluice format *.sluice.json', 'in place; files that are fine are not touched'],
        ['sluice format --check pipelines/*.json', 'for CI'],
        ['sluice format - < draft.json > orders.sluice.json', 'from standard input'],
      ),
    )
    .action(async (names: readonly string[], options: { check?: true }) => {
      let code: number = EXIT.ok;
      // One bad file must not keep the others from being formatted.
      for (const name of names) {
        try {
          if (!(await formatFile(host, name, options.check === true))) {
            code = Math.max(code, EXIT.failed);
          }
        } catch (thrown) {
          code = Math.max(code, reportThrown(thrown, host));
        }
      }
      exit(code);
    });

/** False when only checking, and the file would change. */
async function formatFile(host: CliHost, name: string, check: boolean): Promise<boolean> {
  const file = await readPipelineFile(name, host.cwd, host.readStdin);
  const text = formatDocument(parsePipelineFile(file));
  if (name === '-' && !check) {
    host.stdout.write(text);
    return true;
  }
  if (text === file.text) return true;
  if (check) {
    host.stdout.write(`${file.name} is not in canonical form\n`);
    return false;
  }
  await replaceFile(resolve(host.cwd, name), name, text);
  host.stdout.write(`formatted ${file.name}\n`);
  return true;
}

/** Whoever reads the file meanwhile sees the old text or the whole new one; links stay links. */
async function replaceFile(path: string, name: string, text: string): Promise<void> {
  const target = await realpath(path);
  const temporary = join(
    dirname(target),
    `.${basename(target)}.sluice-${randomBytes(6).toString('hex')}.tmp`,
  );
  try {
    await writeFile(temporary, text, { flag: 'wx', flush: true });
    await chmod(temporary, (await stat(target)).mode);
    await rename(temporary, target);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw operationalError('output-unwritable', `${name} cannot be written.`, {
      hint: 'The file stays as it was.',
      detail: String(cause),
    });
  }
}
