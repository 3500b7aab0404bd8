/** The IPC stream inside an Arrow file, which `runQuery` gives: between 8 bytes of magic and the footer. */
export function fileBody(file: Uint8Array): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  return file.subarray(8, file.length - 10 - view.getInt32(file.length - 10, true));
}
