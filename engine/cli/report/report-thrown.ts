/** Anything that a command threw, told to the user; the exit code that goes with it. */
import { type EngineError, toEngineError, userError } from '../../contract/errors.ts';
import { EXIT, type CliHost } from '../host.ts';
import { InvalidPipeline, PipelineFailure, UnreadableFile } from '../load-document.ts';
import { countFindings, formatDiagnostic } from './report-diagnostic.ts';
import { formatError } from './report-error.ts';

/** The same as one error, for programs that read it. */
export function errorOf(thrown: unknown): EngineError {
  if (thrown instanceof UnreadableFile) return thrown.failure.error;
  if (thrown instanceof PipelineFailure) return toEngineError(thrown.cause);
  if (thrown instanceof InvalidPipeline) {
    const { diagnostics, message } = thrown;
    return userError('invalid-document', message, { diagnostics }).error;
  }
  return toEngineError(thrown);
}

export function reportThrown(thrown: unknown, host: CliHost): number {
  const { stderr } = host;
  const options = { width: stderr.width, style: stderr.style, debug: host.debug };
  if (thrown instanceof UnreadableFile) {
    stderr.write(formatError(thrown.failure.error, undefined, options));
    return EXIT.usage;
  }
  if (thrown instanceof InvalidPipeline) {
    const { file, diagnostics } = thrown;
    for (const one of diagnostics) stderr.write(`${formatDiagnostic(one, file, options)}\n`);
    stderr.write(`${stderr.style.red(countFindings(diagnostics))} in ${file.name}\n`);
    return EXIT.failed;
  }
  const error = errorOf(thrown);
  const file = thrown instanceof PipelineFailure ? thrown.file : undefined;
  stderr.write(formatError(error, file, options));
  return error.kind === 'cancelled' ? EXIT.cancelled : EXIT.failed;
}
