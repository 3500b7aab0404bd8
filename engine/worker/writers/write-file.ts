/** One file from stored blocks, whole or not at all. */
import type { FileFormat } from '../../contract/file-target.ts';
import type { WriteFileRequest } from '../protocol.ts';
import type { ReadBlock, WriteFile } from '../task-parts.ts';
import { joinStreams } from './arrow/arrow-file.ts';
import { joinElements, joinLines } from './join-pieces.ts';
import { writeParquet } from './parquet/write-parquet.ts';

/** The bytes of the file, in order. */
type FileContent = (request: WriteFileRequest, readBlock: ReadBlock) => AsyncIterable<Uint8Array>;

const CONTENT: Readonly<Record<FileFormat, FileContent>> = {
  csv: joinLines,
  ndjson: joinLines,
  json: joinElements,
  arrow: joinStreams,
  parquet: writeParquet,
};

/** Throws `EngineFailure`; then nothing is left of the file. */
export const writeFile: WriteFile = async (request, services) => {
  const output = await services.openOutput(request.temporary, request.append);
  try {
    for await (const chunk of CONTENT[request.format](request, services.readBlock)) {
      await output.write(chunk);
    }
    const { bytes, blob } = await output.close();
    const rows = request.blocks.reduce((sum, block) => sum + block.rows, 0);
    return { bytes, rows, ...(blob === undefined ? {} : { blob }) };
  } catch (thrown) {
    await output.abort();
    throw thrown;
  }
};
