/** Code of our own in languages that the packages have little of. */
export const snippets: Readonly<Record<string, readonly string[]>> = {
  python: [
    'import csv\nfrom collections import defaultdict\n\n\ndef late_deliveries(path: str) -> dict[str, int]:\n    """Count late deliveries for every supplier."""\n    late = defaultdict(int)\n    with open(path, newline="", encoding="utf-8") as source:\n        for row in csv.DictReader(source):\n            if row["delivered_on"] > row["promised_on"]:\n                late[row["supplier"]] += 1\n    return dict(late)\n',
    'class Matrix:\n    def __init__(self, rows):\n        self.rows = [list(row) for row in rows]\n\n    def transpose(self):\n        return Matrix(zip(*self.rows))\n\n    def __matmul__(self, other):\n        columns = other.transpose().rows\n        return Matrix([[sum(a * b for a, b in zip(row, column)) for column in columns] for row in self.rows])\n',
    '@pytest.mark.parametrize("amount, expected", [(0, 0), (99, 0), (100, 5), (250, 12)])\ndef test_discount(amount, expected):\n    assert discount(amount) == expected\n\n\ndef test_negative_amount_raises():\n    with pytest.raises(ValueError, match="amount must not be negative"):\n        discount(-1)\n',
    'async def fetch_all(urls, limit=8):\n    semaphore = asyncio.Semaphore(limit)\n\n    async def fetch(session, url):\n        async with semaphore, session.get(url) as response:\n            response.raise_for_status()\n            return await response.json()\n\n    async with aiohttp.ClientSession() as session:\n        return await asyncio.gather(*(fetch(session, url) for url in urls))\n',
  ],
  go: [
    'package stock\n\nimport (\n\t"context"\n\t"errors"\n\t"fmt"\n)\n\nvar ErrNotFound = errors.New("item not found")\n\nfunc (s *Store) Take(ctx context.Context, id string, count int) error {\n\titem, ok := s.items[id]\n\tif !ok {\n\t\treturn fmt.Errorf("take %q: %w", id, ErrNotFound)\n\t}\n\tif item.Count < count {\n\t\treturn fmt.Errorf("take %q: only %d left", id, item.Count)\n\t}\n\titem.Count -= count\n\treturn nil\n}\n',
    'func handle(w http.ResponseWriter, r *http.Request) {\n\tdefer r.Body.Close()\n\tvar order Order\n\tif err := json.NewDecoder(r.Body).Decode(&order); err != nil {\n\t\thttp.Error(w, "bad request", http.StatusBadRequest)\n\t\treturn\n\t}\n\tlog.Printf("order %s with %d items", order.ID, len(order.Items))\n\tw.WriteHeader(http.StatusAccepted)\n}\n',
    'type queue[T any] struct {\n\tmu    sync.Mutex\n\titems []T\n}\n\nfunc (q *queue[T]) push(item T) {\n\tq.mu.Lock()\n\tdefer q.mu.Unlock()\n\tq.items = append(q.items, item)\n}\n',
  ],
  rust: [
    'use std::collections::HashMap;\n\n#[derive(Debug, Clone, PartialEq)]\npub enum Token {\n    Number(f64),\n    Ident(String),\n    Plus,\n    Minus,\n}\n\npub fn count_words(text: &str) -> HashMap<String, usize> {\n    let mut counts = HashMap::new();\n    for word in text.split_whitespace() {\n        *counts.entry(word.to_lowercase()).or_insert(0) += 1;\n    }\n    counts\n}\n',
    'impl Iterator for Fibonacci {\n    type Item = u64;\n\n    fn next(&mut self) -> Option<Self::Item> {\n        let value = self.current;\n        self.current = self.following;\n        self.following = value.checked_add(self.following)?;\n        Some(value)\n    }\n}\n\n#[test]\nfn begins_with_zero() {\n    assert_eq!(Fibonacci::default().take(4).collect::<Vec<_>>(), vec![0, 1, 1, 2]);\n}\n',
    'fn read_config(path: &Path) -> Result<Config, Box<dyn std::error::Error>> {\n    let text = std::fs::read_to_string(path)?;\n    let config: Config = toml::from_str(&text)?;\n    match config.port {\n        0 => Err("port must not be zero".into()),\n        _ => Ok(config),\n    }\n}\n',
  ],
  java: [
    'package com.example.orders;\n\nimport java.util.List;\nimport java.util.stream.Collectors;\n\npublic final class OrderService {\n    private final OrderRepository repository;\n\n    public OrderService(OrderRepository repository) {\n        this.repository = repository;\n    }\n\n    public List<String> findOpenCustomers() {\n        return repository.findAll().stream()\n            .filter(order -> order.getStatus() == Status.OPEN)\n            .map(Order::getCustomerName)\n            .distinct()\n            .collect(Collectors.toList());\n    }\n}\n',
    '@Override\npublic boolean equals(Object other) {\n    if (this == other) return true;\n    if (!(other instanceof Point)) return false;\n    Point point = (Point) other;\n    return Double.compare(point.x, x) == 0 && Double.compare(point.y, y) == 0;\n}\n',
    'public static void main(String[] args) throws IOException {\n    try (BufferedReader reader = Files.newBufferedReader(Path.of(args[0]))) {\n        String line;\n        int number = 0;\n        while ((line = reader.readLine()) != null) {\n            System.out.printf("%4d  %s%n", ++number, line);\n        }\n    }\n}\n',
  ],
  sql: [
    "SELECT c.name, COUNT(o.id) AS orders, SUM(o.total) AS revenue\nFROM customers AS c\nLEFT JOIN orders AS o ON o.customer_id = c.id\nWHERE o.created_at >= DATE '2025-01-01'\nGROUP BY c.name\nHAVING SUM(o.total) > 1000\nORDER BY revenue DESC\nLIMIT 20;\n",
    'CREATE TABLE invoices (\n    id BIGSERIAL PRIMARY KEY,\n    customer_id BIGINT NOT NULL REFERENCES customers (id) ON DELETE CASCADE,\n    amount NUMERIC(12, 2) NOT NULL CHECK (amount >= 0),\n    issued_on DATE NOT NULL DEFAULT CURRENT_DATE,\n    UNIQUE (customer_id, issued_on)\n);\n\nCREATE INDEX invoices_by_date ON invoices (issued_on);\n',
    "WITH monthly AS (\n    SELECT date_trunc('month', paid_at) AS month, SUM(amount) AS amount\n    FROM payments\n    GROUP BY 1\n)\nUPDATE reports SET amount = monthly.amount\nFROM monthly\nWHERE reports.month = monthly.month;\n",
    "BEGIN;\nDELETE FROM sessions WHERE expires_at < now() - INTERVAL '7 days';\nINSERT INTO audit_log (actor, action, details) VALUES ('cleanup', 'delete_sessions', NULL);\nCOMMIT;\n",
  ],
  shell: [
    '#!/usr/bin/env bash\nset -euo pipefail\n\nfor file in "$@"; do\n  if [[ ! -f "$file" ]]; then\n    echo "no such file: $file" >&2\n    exit 1\n  fi\n  gzip --keep --force "$file"\ndone\n',
    'docker build --tag "registry.example.com/shop:${VERSION:-latest}" .\ndocker run --rm -p 8080:8080 -e DATABASE_URL="$DATABASE_URL" registry.example.com/shop:latest\ncurl -fsS http://localhost:8080/health | jq -r .status\n',
  ],
  c: [
    '#include <stdio.h>\n#include <stdlib.h>\n\ntypedef struct node {\n    int value;\n    struct node *next;\n} node_t;\n\nstatic node_t *push(node_t *head, int value)\n{\n    node_t *fresh = malloc(sizeof(*fresh));\n    if (fresh == NULL) {\n        perror("malloc");\n        exit(EXIT_FAILURE);\n    }\n    fresh->value = value;\n    fresh->next = head;\n    return fresh;\n}\n',
    'int main(int argc, char **argv)\n{\n    unsigned long sum = 0;\n    for (int i = 1; i < argc; i++) {\n        sum += strtoul(argv[i], NULL, 10);\n    }\n    printf("%lu\\n", sum);\n    return 0;\n}\n',
  ],
};
