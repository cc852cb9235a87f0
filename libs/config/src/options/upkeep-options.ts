import { z } from 'zod';

/** The options of adding usage up. */
export const rollupOptions = z.strictObject({
  enabled: z.boolean().default(true).describe('Whether this gateway adds usage up. One replica at a time does.'),
  interval_s: z.int().min(1).default(300).describe('How often it looks for hours, days and months that are over.'),
  settle_s: z
    .int()
    .min(0)
    .default(900)
    .describe('How long after its end a window is added up; rows that come later still become corrections.'),
  final_day_after_h: z.int().min(1).default(48).describe('A day and its hours become final so long after its end.'),
  final_month_after_h: z.int().min(1).default(168).describe('A month becomes final so long after its end.'),
});

const keptFor = (days: number, what: string) =>
  z
    .strictObject({
      enabled: z.boolean().default(true).describe('Whether these are ever deleted.'),
      days: z.int().min(1).default(days).describe('Whole UTC days they are kept.'),
    })
    .prefault({})
    .describe(what);

const classes = z
  .strictObject({
    usage_detail: keptFor(365, 'Rows of requests; only of days that are final, so that totals stay.'),
    usage_diagnostics: keptFor(30, 'Attempts, errors, shape and trace events.'),
    decision_telemetry: keptFor(30, 'Routing decisions and their candidates.'),
    security_access_events: keptFor(90, 'Who signed in or was refused.'),
  })
  .refine(
    (each) =>
      !each.usage_detail.enabled ||
      [each.usage_diagnostics, each.decision_telemetry].every(
        ({ enabled, days }) => enabled && days <= each.usage_detail.days,
      ),
    {
      error:
        'usage_detail should be kept at least as long as usage_diagnostics and decision_telemetry, which refer to it',
    },
  );

/** The options of deleting what is old. */
export const retentionOptions = z.strictObject({
  enabled: z.boolean().default(false).describe('Whether this gateway looks daily for rows that are old enough.'),
  dry_run: z.boolean().default(true).describe('The gateway counts them and deletes none.'),
  batch_rows: z.int().min(1).max(100_000).default(5000).describe('Rows deleted in one transaction.'),
  classes: classes.prefault({}).describe('How long each class of rows is kept.'),
});

/** Checked options of adding usage up. */
export type RollupOptions = z.infer<typeof rollupOptions>;

/** Checked options of deleting what is old. */
export type RetentionOptions = z.infer<typeof retentionOptions>;
