/**
 * Preloaded into the command (`NODE_OPTIONS=--require`): the worker that writes an output stops for
 * ever after the first piece, and Ctrl-C comes just then.
 */
const { promises } = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const { isMainThread } = require('node:worker_threads');

if (!isMainThread) {
  const { open } = promises;
  promises.open = async (path, ...rest) => {
    const handle = await open(path, ...rest);
    if (!String(path).endsWith('.tmp')) return handle;
    const write = handle.write.bind(handle);
    handle.write = async (...given) => {
      await write(...given);
      process.kill(process.pid, 'SIGINT');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    };
    return handle;
  };
  syncBuiltinESMExports();
}
