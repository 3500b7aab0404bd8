/** Where columns come from and where they are named. Plain data: crosses workers. */

/** A column as a step gives it out. */
export interface ColumnAt {
  readonly node: string;
  readonly port: string;
  readonly column: string;
}

/** Where a column comes from: columns of the outputs that the step reads. */
export interface ColumnOrigin {
  readonly column: string;
  readonly from: readonly ColumnAt[];
  /** Text of the expression that makes it, over those columns; absent when it is just handed on. */
  readonly expression?: string;
}

/** Characters of a param that name a column. */
export interface ColumnUse {
  readonly node: string;
  /** JSON path below `params`. */
  readonly param: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}
