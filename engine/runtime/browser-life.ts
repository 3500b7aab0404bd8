/**
 * A worker that the browser ends, e.g. because memory is short, ends without a word: nothing fires.
 * But its locks are released. So each worker holds one for as long as it lives, and whoever started it
 * waits in line for that.
 */

interface LifeSign {
  /** Name of the lock that the worker holds by now. */
  readonly life: string;
}

const isLifeSign = (data: unknown): data is LifeSign =>
  typeof data === 'object' && data !== null && 'life' in data && typeof data.life === 'string';

/** Web Locks are there on secure origins alone. */
const locks = (): LockManager | undefined => (navigator as { readonly locks?: LockManager }).locks;

/** In the worker: holds its lock, and says which one it is. */
export function showLife(say: (sign: LifeSign) => void): void {
  const unique = crypto.getRandomValues(new Uint32Array(3)).join('-');
  const life = `sluice.life.${unique}`;
  void locks()?.request(life, () => {
    say({ life });
    return new Promise<never>(() => undefined);
  });
}

/** Outside: `onEnd` is called when the worker has ended, also when it was terminated from here. */
export function watchLife(worker: Worker, onEnd: () => void): void {
  worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isLifeSign(data)) void locks()?.request(data.life, onEnd);
  });
}
