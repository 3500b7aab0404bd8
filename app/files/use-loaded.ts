/** Something that is read from the library while a dialog is open. */
import { useEffect, useState } from 'react';

export type Loaded<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'done'; readonly value: T }
  | { readonly status: 'failed'; readonly reason: string };

/** @param version reads again when it changes; what was read stays until then */
export function useLoaded<T>(load: () => Promise<T>, version: number): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ status: 'loading' });
  useEffect(() => {
    let isLast = true;
    load().then(
      (value) => {
        if (isLast) setLoaded({ status: 'done', value });
      },
      (thrown: unknown) => {
        if (isLast) setLoaded({ status: 'failed', reason: String(thrown) });
      },
    );
    return () => {
      isLast = false;
    };
  }, [load, version]);
  return loaded;
}
