/** How a pipeline uses its parameters: which of them can be arguments of the code. */
export interface ParameterUse {
  /** Paths that are made of parameters, as they are typed (`${data}/orders.csv`): by step and value. */
  readonly paths: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Parameters whose value stands fixed in the code, with the steps that keep it there. */
  readonly fixed: ReadonlyMap<string, readonly string[]>;
}

export type PathPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string };

/** The pieces of a path as it is typed; what is no parameter stays text. */
export function pathPieces(
  typed: string,
  isParameter: (name: string) => boolean,
): readonly PathPiece[] {
  const pieces: PathPiece[] = [];
  let done = 0;
  for (const { 0: found, 1: braced, 2: bare, index } of typed.matchAll(
    /\$\{([A-Za-z_]\w*)\}|^\$([A-Za-z_]\w*)$/g,
  )) {
    const name = braced ?? bare ?? '';
    if (!isParameter(name)) continue;
    if (index > done) pieces.push({ kind: 'text', text: typed.slice(done, index) });
    pieces.push({ kind: 'parameter', name });
    done = index + found.length;
  }
  if (done < typed.length || pieces.length === 0) {
    pieces.push({ kind: 'text', text: typed.slice(done) });
  }
  return pieces;
}
