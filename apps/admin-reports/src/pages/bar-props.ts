import type { Range } from '@smart-router/usage-storage';
import type { Period, Question } from '../question/question.js';
import type { ReportControls } from '../reports/report.js';

/** What the bar of a page's question is made of. */
export interface BarProps {
  readonly path: string;
  readonly question: Question;
  readonly controls: ReportControls;
  readonly range: Range;
  readonly now: number;
  /** The period of a question that names none. */
  readonly usualPeriod: Period;
  readonly baselines: readonly { readonly id: string; readonly name: string }[];
}
