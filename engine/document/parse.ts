/** Text of a pipeline file → document, or everything that is wrong with its structure. */
import type { Diagnostic } from '../contract/diagnostic.ts';
import { formatPath } from './json-path.ts';
import type { Path } from './json-path.ts';
import { formatPosition, parseJsonText } from './json-text.ts';
import { DOCUMENT_FORMAT, documentSchema, isNewerFormat } from './schema.ts';
import type { PipelineDocument } from './schema.ts';
import { isRecord } from './schema-walk.ts';
import { check } from './zod-issues.ts';
import type { Finding } from './zod-issues.ts';

export type ParsedDocument =
  | { readonly ok: true; readonly document: PipelineDocument }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * Reads the text of a pipeline file. Syntax errors carry `start` and `end` in the text; errors of
 * structure carry the JSON path in `param`; both say line and column in the message.
 */
export function parseDocument(text: string): ParsedDocument {
  const json = parseJsonText(text);
  if (!json.ok) return json;
  return validate(json.value, (path) => formatPosition(json.locate(path)));
}

/** The same for a value that was parsed already: no line and column. */
export const parseDocumentValue = (value: unknown): ParsedDocument =>
  validate(value, () => undefined);

function validate(value: unknown, place: (path: Path) => string | undefined): ParsedDocument {
  const error = (code: string, message: string, path: Path, hint?: string): Diagnostic => {
    const position = place(path);
    return {
      severity: 'error',
      code,
      message: position === undefined ? message : `${message.replace(/\.$/, '')} (${position}).`,
      ...(hint === undefined ? {} : { hint }),
      ...(path.length === 0 ? {} : { param: formatPath(path) }),
    };
  };
  if (!isRecord(value)) {
    const message = 'A pipeline document is a JSON object.';
    return { ok: false, diagnostics: [error('invalid-document', message, [])] };
  }
  const format = describeFormat(value['format']);
  if (format !== undefined) {
    const path = Object.hasOwn(value, 'format') ? ['format'] : [];
    return { ok: false, diagnostics: [error('unknown-format', format.message, path, format.hint)] };
  }
  const result = check(documentSchema, value);
  if (result.ok) return { ok: true, document: result.value };
  return {
    ok: false,
    diagnostics: result.findings.map((finding) =>
      error(CODES[finding.reason], finding.message, finding.path, finding.hint),
    ),
  };
}

const CODES: Readonly<Record<Finding['reason'], string>> = {
  'unknown-key': 'unknown-key',
  missing: 'missing-key',
  invalid: 'invalid-document',
};

/** What is wrong with the `format` key; nothing when it is ours. */
function describeFormat(format: unknown): { message: string; hint: string } | undefined {
  if (format === DOCUMENT_FORMAT) return undefined;
  if (typeof format === 'string') {
    if (isNewerFormat(format)) {
      return {
        message: `The document has the format "${format}"; this Sluice reads up to "${DOCUMENT_FORMAT}".`,
        hint: 'It was made by a newer Sluice: update Sluice to open it.',
      };
    }
    return {
      message: `The format "${format}" is not known.`,
      hint: `A pipeline document has "format": "${DOCUMENT_FORMAT}".`,
    };
  }
  return {
    message: 'This is not a pipeline document: it has no "format".',
    hint: `A pipeline document has "format": "${DOCUMENT_FORMAT}".`,
  };
}
