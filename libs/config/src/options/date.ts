import { z } from 'zod';

/** A day. */
export const date = z.iso.date({ error: 'should be a date like 2026-11-01' });
