import fc from 'fast-check';
import { createLeaseSet, type Lease } from './lease-set.js';

describe('a lease set', () => {
  it('agrees with a plain map on every order of adding, renewing, removing and expiring', () => {
    const step = fc.record({
      gapMs: fc.integer({ min: 0, max: 20 }),
      id: fc.integer({ min: 0, max: 9 }).map(String),
      leaseMs: fc.constantFrom(10, 50),
      what: fc.constantFrom('add', 'renew', 'remove', 'expire'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const leases = createLeaseSet<Lease>();
        const model = new Map<string, number>();
        let nowMs = 0;
        for (const { gapMs, id, leaseMs, what } of steps) {
          nowMs += gapMs;
          const expired: string[] = [];
          leases.expire(nowMs, (lease) => expired.push(lease.id));
          const due = [...model].filter(([, untilMs]) => untilMs <= nowMs).map(([name]) => name);
          expect(expired.sort()).toEqual(due.sort());
          for (const name of due) model.delete(name);
          if (what === 'add' && !model.has(id)) {
            leases.add({ id, expiresAtMs: nowMs + leaseMs }, leaseMs);
            model.set(id, nowMs + leaseMs);
          }
          if (what === 'renew') {
            leases.renew(id, leaseMs, nowMs);
            if (model.has(id)) model.set(id, nowMs + leaseMs);
          }
          if (what === 'remove') {
            expect(leases.remove(id)?.expiresAtMs).toBe(model.get(id));
            model.delete(id);
          }
          expect(leases.size).toBe(model.size);
        }
      }),
    );
  });
});
