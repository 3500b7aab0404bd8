/** The paths below `generated` that are missing, differ or should not be there. */
export function differsFromCommitted(files?: Map<string, string>): string[];
