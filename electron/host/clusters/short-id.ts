/** As many digits of a job's id as are enough to tell jobs apart, for people. */
export const shortId = (id: string): string => id.slice(0, 8);
