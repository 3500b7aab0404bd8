/** One pass over the text of a compressed CSV file, which cannot be entered in its middle. */
import type { CsvDialect } from '../../../contract/source.ts';
import type { ByteSource } from '../../../runtime/runtime.ts';
import { searchable } from '../../../sources/csv/record-scanner.ts';
import { createSurvey } from '../../../sources/csv/survey-records.ts';
import { evenChunks } from '../text/compression.ts';
import { fileText } from '../text/file-text.ts';
import { scannerFor, type TextFile } from './csv-file.ts';
import { narrow } from './scan-csv-chunk.ts';
import { headEnd, recordsStart, SAMPLE_BYTES, SAMPLE_PIECES, type Survey } from './survey-csv.ts';

/** Bytes looked at as one: a sample lies within them. Even, for UTF-16. */
const CHUNK_BYTES = 8 * 1024 * 1024;

export async function surveyCompressed(
  text: TextFile,
  dialect: CsvDialect,
  splitBytes: number,
  source: ByteSource,
): Promise<Survey> {
  const { file, encoding, head } = text;
  if (!encoding.splittable) {
    let end = 0;
    for await (const chunk of fileText(file, true, source, 0)) end += chunk.length;
    return { borders: [], samples: [], end };
  }
  const start = recordsStart(text, dialect);
  const survey = createSurvey({
    scanner: scannerFor(dialect, head),
    start,
    splitBytes,
    sampleFrom: text.complete ? Infinity : Math.max(start, headEnd(text)),
    sampleBytes: SAMPLE_BYTES,
    maxSamples: 2 * SAMPLE_PIECES,
    unit: encoding.unit,
  });
  const chunks = evenChunks(fileText(file, true, source, start), CHUNK_BYTES);
  for await (const raw of chunks) survey.add({ raw, units: searchable(narrow(raw, encoding)) });
  return survey.finish();
}
