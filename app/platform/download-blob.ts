/** Hands a blob to the browser as a download. */
export function downloadBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by then; at once would be too early in Safari.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
