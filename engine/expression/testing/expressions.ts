/** Expressions of every kind, and the rows that they are evaluated over. */

export const ROWS = `
  SELECT * FROM (VALUES
    (1, 2, 3, 1.5::DOUBLE, 10.25::DECIMAL(10,2), 'Hello World', ' pad ', DATE '2024-02-29',
     TIMESTAMP '2024-02-29 13:14:15.678', [1, 2, 3], {'a': 1, 'b c': {'d': 'deep'}},
     MAP {'k': 7, 'z': 8}, true, NULL::INTEGER, 5),
    (-7, 0, 4, -0.25::DOUBLE, -3.5::DECIMAL(10,2), 'it''s', '', DATE '1999-12-31',
     TIMESTAMP '1999-12-31 23:59:59', [4], {'a': NULL, 'b c': {'d': 'x'}}, MAP {'k': 1}, false, 0, 6),
    (NULL, 5, 6, 'inf'::DOUBLE, NULL, NULL, 'a,b,c', NULL, NULL, [], NULL, MAP {}, NULL, 9, 7)
  ) AS v(a, b, c, x, m, s, p, d, ts, l, st, mp, flag, n, "we.ird""😀 col")`;

const LINES = String.raw`
a
"a"
A
"we.ird""😀 col"
"we.ird""😀 col" * 2
1
-1
- 1
-a
- -a
-(-5)
+a
2147483647
2147483648
-2147483648
9223372036854775807
-9223372036854775808
9223372036854775808
-170141183460469231731687303715884105728
170141183460469231731687303715884105727
1_000_000
.5
5.
00012.50
1e5
1.5e-3
-1.5
'text'
'it''s'
'ünïcödé 😀'
e'tab\tnew\nline \x41 \101 it''s \\'
$$dollar 'quoted'$$
$tag$a $$ b$tag$
''
true
FALSE
NULL
null is null
a + b
a - b - c
a - (b - c)
a * b + c
a * (b + c)
a / b
a // b
a // b * c
a % b
a + b * c - a / 2 % 3
2 ^ 3 ^ 2
2 ** 3
-2 ^ 2
2 ^ -1
-a ^ 2
a & b | c
b << 2 + 1
~a
~a + 1
@a
@(-5) + 1
5!
-5!
b + c !
s || p
s || a + b
'x' || 1 + 2 || 'y'
a = b
a == b
a != b
a <> b or b > c
a < b and b < c
a <= b and not c >= 4 or flag
not a = b
not flag and flag
not (flag and flag)
flag or flag and false
(flag or flag) and false
a = b is null
(a < b) = (b < c)
a is null
a isnull
a notnull
a not null
a is not null and b is not null
flag is true
flag is not true
flag is false
flag is not false
flag is unknown
flag is not unknown
a is distinct from n
a is not distinct from n
a is not distinct from n and true
a between 1 and 2
a not between b and c
a between 1 and 2 and flag
a + 1 between b and c * 2
a in (1, 2, 3)
a not in (1, b, c + 1)
a in (1)
a in (NULL, 1)
a in l
a not in l
1 in [1, 2]
(a, b) in ((1, 2), (3, 4))
b = 2 in (1, 2)
s like 'H%'
s not like 'H%'
s ilike 'hello%'
s not ilike '%WORLD'
s like 'H!%' escape '!'
s like '%o%' = flag
s similar to 'H.*d'
s not similar to '[a-z]+'
s glob 'H*'
s ~ 'Hello.*'
s !~ 'x'
s ~~ 'H%'
s !~~ 'H%'
s ~~* 'h%'
s !~~* 'h%'
s ~~~ 'H*'
s ^@ 'Hello'
l && [1]
l @> [1]
[1] <@ l
a::VARCHAR
a::BIGINT + 1
-a::BIGINT
a::DECIMAL(10, 2)::VARCHAR
CAST(a AS DOUBLE)
cast(x as float)
TRY_CAST(s AS INTEGER)
try_cast('12' as int)
'2024-01-05'::DATE
cast(l as double[])
l::VARCHAR[]
[1, 2, 3]::INTEGER[3]
{'a': 1}::STRUCT(a BIGINT)
DATE '2024-01-01'
date '2024-1-5' + 1
TIMESTAMP '2024-01-01 10:20:30.5'
TIME '10:20:30'
TIMESTAMP_S '2024-01-01 00:00:00'
decimal(10,2) '1.5'
UUID '00000000-0000-0000-0000-000000000001'
BLOB '\xAB\x00'
'\xAB'::BLOB
TIMESTAMP WITH TIME ZONE '2024-01-01 00:00:00+02'
INTERVAL 3 DAYS
INTERVAL '3' day
INTERVAL '1 day 2 hours'
INTERVAL (a + 1) MONTH
d + INTERVAL 1 MONTH
d - INTERVAL '2' YEARS
ts + INTERVAL 5 MINUTES - INTERVAL '1' SECOND
interval 2 quarters
interval 1 century
d - DATE '2024-01-01'
ts AT TIME ZONE 'UTC'
extract(year FROM d)
EXTRACT('month' FROM ts)
extract(epoch from ts)
extract(dow from d) + 1
date_part('year', d)
date_trunc('month', ts)
strftime(d, '%d/%m/%Y')
position('World' in s)
substring(s from 1 for 3)
substring(s from 7)
substring(s for 4)
substring(s, 2, 3)
substr(s, 2)
trim(p)
trim(both 'H' from s)
trim(leading ' ' from p)
trim(trailing from p)
trim(from p)
trim(p, ' ')
s[1]
s[2:4]
s[-3:]
l[1]
l[-1]
l[:2]
l[2:]
l[1:2]
l[a]
[l[1], 5][1]
st.a
st['a']
st."b c".d
(st).a
(st."b c")['d']
mp['k']
mp['missing']
{'a': 1, 'b': 'x'}
{a: 1, "b c": a + 1}
{'a': {'b': 1}}.a.b
struct_pack(p := a, q := s)
row(1, 2)
(1, 'x')
MAP {'x': 1, 'y': a}
MAP {}
map([1, 2], ['a', 'b'])
[]
[a, b, c]
ARRAY[a, b]
[[1], [2, 3]][2][1]
list_transform(l, x -> x + 1)
list_transform(l, lambda x: x * 2)
list_transform(l, lambda e, i: e * i)
list_transform(l, (e, i) -> e + i)
list_filter(l, y -> y > 1 and y < 9)
list_reduce([1, 2, 3], lambda p, q: p + q)
list_transform(l, x -> list_transform(l, y -> x * y))
[i + 1 for i in l if i > 1]
[i * 2 for i in l]
list_transform([1, 2], x -> x = 1 or x = 5)
case when a > 0 then 'pos' when a < 0 then 'neg' else 'none' end
case a when 1 then 'one' when -7 then 'minus seven' end
case when a is null then case when flag then 1 else 2 end else 3 end
case flag when true then 1 end + 1
coalesce(a, n, 0)
coalesce(a, n, 0) + coalesce(b, 0)
nullif(a, 1)
ifnull(a, -1)
if(flag, a, b)
greatest(a, b, c)
least(a, b)
upper(s)
UPPER(lower(s))
s.upper()
s.upper().lower()
concat(s, '-', a)
concat_ws('|', s, p, a)
left(s, 3) || right(s, 2)
replace(s, 'o', '0')
regexp_replace(s, '(\w+) (\w+)', '\2 \1')
regexp_matches(s, '^H')
string_split(p, ',')[1]
length(s) > 3 and s <> ''
round(x, 1)
round(m * 1.1, 2)
abs(a) + sign(a)
a::VARCHAR || '%'
(select max(a) from t)
exists (select 1 from t where a > 0)
not exists (select 1 from t where a > 100)
a in (select 1)
a = any([1, 2])
a > all(select -8)
s collate nocase = 'HELLO WORLD'
x'AB'
count(*) over ()
count(*) filter (where a > 0) over ()
sum(b) over (order by b)
sum(b) over (order by b desc nulls first rows between 1 preceding and current row)
sum(b) over (partition by flag order by b rows unbounded preceding)
sum(b) over (order by b range between 2 preceding and 1 following)
sum(b) over (order by b groups between unbounded preceding and 1 following exclude current row)
sum(b) over (order by b rows between unbounded preceding and unbounded following exclude ties)
avg(b) over (order by ts range between interval 1 day preceding and current row)
row_number() over (order by b)
rank() over (order by flag desc)
lag(b, 1, -1) over (order by b)
first_value(a ignore nulls) over (order by b)
last_value(a) over (order by b rows between current row and unbounded following)
string_agg(s, ',' order by b desc) over ()
list(b order by b desc)
sum(distinct b)
count(distinct flag)
count(*) filter (a > 0)
string_agg(s, ';' order by b)
max(a) + min(b) * 2
quantile_cont(b, 0.5)
percentile_cont(0.5) within group (order by b)
array_agg(s order by flag nulls first, b desc)
/* comment */ a + -- rest
 b
`;

/** One a line; a line that starts with a space goes on from the one before. */
export const EXPRESSIONS: readonly string[] = LINES.trim()
  .replaceAll('\n ', '\u0000')
  .split('\n')
  .map((line) => line.replaceAll('\u0000', '\n '));
