/**
 * English with marks on every letter and brackets around every text: what is not marked on the screen
 * has not gone through the translations, and texts that are a third longer show where space is short.
 */
const MARKED: Readonly<Record<string, string>> = {
  a: 'á',
  b: 'ƀ',
  c: 'ç',
  d: 'ð',
  e: 'é',
  f: 'ƒ',
  g: 'ĝ',
  h: 'ĥ',
  i: 'í',
  j: 'ĵ',
  k: 'ķ',
  l: 'ļ',
  m: 'ɱ',
  n: 'ñ',
  o: 'ó',
  p: 'þ',
  q: 'ɋ',
  r: 'ŕ',
  s: 'š',
  t: 'ţ',
  u: 'ú',
  v: 'ṽ',
  w: 'ŵ',
  x: 'ẋ',
  y: 'ý',
  z: 'ž',
  A: 'Á',
  B: 'Ɓ',
  C: 'Ç',
  D: 'Ð',
  E: 'É',
  F: 'Ƒ',
  G: 'Ĝ',
  H: 'Ĥ',
  I: 'Í',
  J: 'Ĵ',
  K: 'Ķ',
  L: 'Ļ',
  M: 'Ṁ',
  N: 'Ñ',
  O: 'Ó',
  P: 'Þ',
  Q: 'Ɋ',
  R: 'Ŕ',
  S: 'Š',
  T: 'Ţ',
  U: 'Ú',
  V: 'Ṽ',
  W: 'Ŵ',
  X: 'Ẋ',
  Y: 'Ý',
  Z: 'Ž',
};

/** What is put in (`{{count}}`) and tags (`<code>`) stay as they are. */
export function pseudoText(text: string): string {
  const marked = text
    .split(/(\{\{.*?\}\}|<[^>]*>)/)
    .map((part, index) =>
      index % 2 === 1 ? part : part.replaceAll(/[A-Za-z]/g, (c) => MARKED[c] ?? c),
    )
    .join('');
  return `⟦${marked}${'·'.repeat(Math.ceil(text.length / 3))}⟧`;
}

type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;

export const pseudoLocale = (texts: Texts): Texts =>
  Object.fromEntries(
    Object.entries(texts).map(([namespace, entries]) => [
      namespace,
      Object.fromEntries(Object.entries(entries).map(([key, text]) => [key, pseudoText(text)])),
    ]),
  );
