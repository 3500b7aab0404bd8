/**
 * TPC-H queries as one would write them by hand in Spark's SQL, with the joins of the pipelines in
 * examples/tpch and the types of their results: what the plans of exported programs are measured by.
 */
const REVENUE = 'sum(CAST(l_extendedprice * (1 - l_discount) AS DECIMAL(18, 4))) AS DECIMAL(38, 4)';

const mean = (column: string): string =>
  `CAST(sum(${column}) AS DOUBLE) / CAST(count(${column}) AS DOUBLE)`;

export const HAND_WRITTEN: Readonly<Record<string, string>> = {
  q01: `
    SELECT l_returnflag, l_linestatus,
      CAST(sum(l_quantity) AS DECIMAL(38, 2)) AS sum_qty,
      CAST(sum(l_extendedprice) AS DECIMAL(38, 2)) AS sum_base_price,
      CAST(${REVENUE}) AS sum_disc_price,
      CAST(sum(CAST(CAST(l_extendedprice * (1 - l_discount) AS DECIMAL(18, 4)) * (1 + l_tax)
        AS DECIMAL(18, 6))) AS DECIMAL(38, 6)) AS sum_charge,
      ${mean('l_quantity')} AS avg_qty,
      ${mean('l_extendedprice')} AS avg_price,
      ${mean('l_discount')} AS avg_disc,
      count(*) AS count_order
    FROM lineitem
    WHERE l_shipdate <= DATE '1998-09-02'
    GROUP BY l_returnflag, l_linestatus
    ORDER BY l_returnflag NULLS LAST, l_linestatus NULLS LAST`,
  q03: `
    SELECT l_orderkey, CAST(${REVENUE}) AS revenue, o_orderdate, o_shippriority
    FROM lineitem
    JOIN (
      SELECT * FROM orders
      LEFT SEMI JOIN customer ON c_custkey = o_custkey AND c_mktsegment = 'BUILDING'
      WHERE o_orderdate < DATE '1995-03-15'
    ) ON l_orderkey = o_orderkey
    WHERE l_shipdate > DATE '1995-03-15'
    GROUP BY l_orderkey, o_orderdate, o_shippriority
    ORDER BY revenue DESC NULLS LAST, o_orderdate NULLS LAST
    LIMIT 10`,
  q05: `
    WITH nations AS (
      SELECT n_nationkey, n_name FROM nation
      LEFT SEMI JOIN region ON n_regionkey = r_regionkey AND r_name = 'ASIA'
    ), suppliers AS (
      SELECT s_suppkey, s_nationkey, n_name FROM supplier JOIN nations ON s_nationkey = n_nationkey
    ), customers AS (
      SELECT c_custkey, c_nationkey FROM customer LEFT SEMI JOIN nations ON c_nationkey = n_nationkey
    ), ordered AS (
      SELECT o_orderkey, c_nationkey FROM orders JOIN customers ON o_custkey = c_custkey
      WHERE o_orderdate >= DATE '1994-01-01' AND o_orderdate < DATE '1995-01-01'
    )
    SELECT n_name, CAST(${REVENUE}) AS revenue
    FROM lineitem
    JOIN ordered ON l_orderkey = o_orderkey
    JOIN suppliers ON l_suppkey = s_suppkey AND c_nationkey = s_nationkey
    GROUP BY n_name
    ORDER BY revenue DESC NULLS LAST`,
  q06: `
    SELECT CAST(sum(CAST(l_extendedprice * l_discount AS DECIMAL(18, 4))) AS DECIMAL(38, 4)) AS revenue
    FROM lineitem
    WHERE l_shipdate >= DATE '1994-01-01' AND l_shipdate < DATE '1995-01-01'
      AND l_discount BETWEEN 0.05 AND 0.07 AND l_quantity < 24`,
  q10: `
    WITH worst AS (
      SELECT o_custkey, CAST(${REVENUE}) AS revenue
      FROM lineitem JOIN orders ON l_orderkey = o_orderkey
      WHERE o_orderdate >= DATE '1993-10-01' AND o_orderdate < DATE '1994-01-01'
        AND l_returnflag = 'R'
      GROUP BY o_custkey
      ORDER BY revenue DESC NULLS LAST
      LIMIT 20
    )
    SELECT c_custkey, c_name, revenue, c_acctbal, n_name, c_address, c_phone, c_comment
    FROM customer
    JOIN worst ON c_custkey = o_custkey
    JOIN nation ON c_nationkey = n_nationkey
    ORDER BY revenue DESC NULLS LAST`,
  q18: `
    WITH large AS (
      SELECT l_orderkey, CAST(sum(l_quantity) AS DECIMAL(38, 2)) AS quantity
      FROM lineitem GROUP BY l_orderkey HAVING quantity > 300
    ), top AS (
      SELECT o_orderkey, o_custkey, o_totalprice, o_orderdate, quantity
      FROM orders JOIN large ON o_orderkey = l_orderkey
      ORDER BY o_totalprice DESC NULLS LAST, o_orderdate NULLS LAST
      LIMIT 100
    )
    SELECT c_name, c_custkey, o_orderkey, o_orderdate, o_totalprice, quantity
    FROM customer JOIN top ON c_custkey = o_custkey
    ORDER BY o_totalprice DESC NULLS LAST, o_orderdate NULLS LAST`,
};
