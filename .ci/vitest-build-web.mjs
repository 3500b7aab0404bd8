import { buildWeb } from './build-web.mjs';

export default async () => {
  await buildWeb({ quiet: true });
};
