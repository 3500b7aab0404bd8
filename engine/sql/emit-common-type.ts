/** A query of one column whose type is the one to which both types cast for comparison. */
export const emitCommonType = (left: string, right: string): string =>
  `SELECT CASE WHEN true THEN CAST(NULL AS ${left}) ELSE CAST(NULL AS ${right}) END AS t`;
