import { Secret, type Credential, type Endpoint } from '@smart-router/core';
import type { InboundHeaders } from './inbound.js';
import { hopHeaders, refuseLoop } from './hops.js';
import type { Trip } from './journey-state.js';

const own = 'aaaaaaaaaaaaaaaa';
const other = 'bbbbbbbbbbbbbbbb';

/** Of a trip the hops look at these alone. */
const trip = (headers: InboundHeaders = {}): Trip =>
  ({ inbound: { headers }, catalog: { routerId: own }, requestId: 'req_1' }) as Trip;

const upstream = (key: string | undefined, endpoint: Partial<Endpoint> = {}) => ({
  endpoint: { auth: 'bearer', headers: {}, ...endpoint } as Endpoint, // nothing else is looked at
  credential: { id: 'main', key: key === undefined ? undefined : new Secret(key) } as Credential, // as above
});

describe('what a router upstream is told', () => {
  it('is this router beside those before it, and the id of the request here', () => {
    expect(hopHeaders(trip(), upstream('rtr_acme_x'))).toEqual({
      'x-router-hops': own,
      'x-client-request-id': 'req_1',
    });
    expect(hopHeaders(trip({ 'x-router-hops': `${other}` }), upstream('rtr_acme_x'))).toMatchObject({
      'x-router-hops': `${other}, ${own}`,
    });
  });

  it('is told to nobody whose key is not a router’s token', () => {
    expect(hopHeaders(trip({ 'x-router-hops': other }), upstream('sk-live'))).toEqual({});
    expect(hopHeaders(trip(), upstream(undefined, { auth: 'none' }))).toEqual({});
    expect(hopHeaders(trip(), upstream('rtr_unused', { auth: 'none' }))).toEqual({});
  });

  it('is told where the token stands in a fixed header', () => {
    const fixed = { auth: 'none', headers: { Authorization: 'Bearer rtr_acme_x' } } as const;
    expect(hopHeaders(trip(), upstream(undefined, fixed))).toMatchObject({ 'x-router-hops': own });
  });

  it('holds nothing of what a caller sends that is no id of a router', () => {
    const hostile = { 'x-router-hops': `evil\u0000, ${'a'.repeat(5000)}, ${other}, AAAAAAAAAAAAAAAA` };
    expect(hopHeaders(trip(hostile), upstream('rtr_acme_x'))['x-router-hops']).toBe(`${other}, ${own}`);
    expect(refuseLoop(trip(hostile)).ok).toBe(true);
  });
});

describe('a request that has passed routers', () => {
  it('is refused where it has been before, without naming anybody', () => {
    const refused = refuseLoop(trip({ 'x-router-hops': `${other}, ${own}` }));
    expect(refused.ok ? undefined : refused.fault).toMatchObject({
      type: 'no-eligible-target',
      details: { reason: 'loop' },
    });
    expect(JSON.stringify(refused)).not.toContain(own);
  });

  it('is refused after too many of them, whoever they were', () => {
    expect(refuseLoop(trip({ 'x-router-hops': Array(3).fill(other).join(',') })).ok).toBe(true);
    const refused = refuseLoop(trip({ 'x-router-hops': Array(4).fill(other).join(',') }));
    expect(refused.ok ? undefined : refused.fault.details.reason).toBe('too-many-routers');
  });
});
