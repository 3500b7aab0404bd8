/**
 * What the rows of a preview are. `all`: every row of the output. `first`: its exact first rows.
 * `sampled`: computed from the first rows of the sources, so that the output may hold others.
 */
export type Extent =
  | { readonly kind: 'all' }
  | { readonly kind: 'first' }
  | { readonly kind: 'sampled'; readonly sourceRows: number };
