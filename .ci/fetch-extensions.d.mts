/** Tells what became of it; never throws. */
export function fetchExtension(wanted: {
  source: string;
  sha256: string;
  target: string;
  timeout?: number;
}): Promise<string>;
export const FETCHED: string;
