/** Data and a pipeline for tests: keeps the large orders. Paths are relative to a folder beside `data`. */

export const ORDERS_CSV = 'id,city,amount\n1,Oslo,10.5\n2,上海,20\n3,,30.25\n4,"a, b",-1\n';

export const ordersPipeline = (
  change: (nodes: Record<string, unknown>) => void = () => undefined,
): string => {
  const nodes: Record<string, unknown> = {
    orders: { type: 'input.csv', params: { path: '../data/orders.csv' } },
    large: {
      type: 'rows.filter',
      inputs: { input: 'orders' },
      params: { condition: 'amount >= $least' },
    },
    out: {
      type: 'output.file',
      inputs: { input: 'large' },
      params: { path: '../out/large.csv', format: 'csv' },
    },
  };
  change(nodes);
  const parameters = { least: { type: 'DOUBLE', default: 20 } };
  return JSON.stringify(
    { format: 'sluice/1', name: 'Large orders', parameters, nodes },
    undefined,
    2,
  );
};
