/** Arrow IPC files: the record batch messages of the pieces as they are, between magic and footer. */
import { RecordBatchFileWriter, type RecordBatch } from 'apache-arrow';
import type { FileOutput } from '../../runtime/runtime.ts';
import { decodeStream } from '../arrow/ipc.ts';
import { narrowSchema } from '../arrow/wide-interval.ts';
import { emptyTable } from './empty-table.ts';
import type { WriteFileRequest } from '../protocol.ts';
import type { WriteServices } from '../task-parts.ts';

/** Gives the bytes of what was written since the last call, so that no more than a block is held. */
class FileWriter extends RecordBatchFileWriter {
  writeBatch(batch: RecordBatch): void {
    this._writeRecordBatch(batch);
  }
}

export async function writeArrow(
  request: WriteFileRequest,
  services: WriteServices,
  output: FileOutput,
): Promise<void> {
  const writer = new FileWriter();
  const drained = (async () => {
    for await (const chunk of writer) await output.write(chunk);
  })();
  let begun = false;
  try {
    for (const block of request.blocks) {
      const table = decodeStream(await services.readBlock(block));
      if (!begun) writer.reset(undefined, narrowSchema(table.schema));
      begun = true;
      for (const batch of table.batches) writer.writeBatch(batch);
    }
    if (!begun) writer.reset(undefined, narrowSchema(emptyTable(request.schema).schema));
    writer.finish();
  } finally {
    writer.close();
  }
  await drained;
}
