import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { differsFromCommitted } from '../../../.ci/generate-spark-connect.mjs';
import { sparkPython } from '../../../.ci/ensure-spark.mjs';

test.skipIf(!existsSync(sparkPython()))(
  "the generated code is what the pinned PySpark's descriptors give",
  () => {
    expect(differsFromCommitted()).toEqual([]);
  },
);
