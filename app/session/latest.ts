/**
 * Work that only its last request matters for. While it is under way, further requests are remembered
 * as one; it then starts again.
 */
export function createLatest(work: () => Promise<void>): () => void {
  let running = false;
  let asked = false;
  const start = async (): Promise<void> => {
    running = true;
    try {
      do {
        asked = false;
        await work();
      } while (asked as boolean);
    } finally {
      running = false;
    }
  };
  return () => {
    asked = true;
    if (!running) void start();
  };
}
