/**
 * Resolves after the messages that already wait were handled. `setTimeout(0)` would cost 4 ms each
 * time in browsers; a message to oneself costs microseconds, and Node has `setImmediate`.
 */
export const nextMacrotask: () => Promise<void> =
  typeof setImmediate === 'function'
    ? () => new Promise((resolve) => setImmediate(resolve))
    : channelTurns();

function channelTurns(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.addEventListener('message', () => waiting.shift()?.());
  port1.start();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(undefined);
    });
}
