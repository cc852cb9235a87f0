import type { Result } from '@smart-router/core';
import type { Dimension, Range } from '@smart-router/usage-storage';
import type { Question } from '../question/question.js';
import type { ReportsHouse } from '../reports-house.js';
import type { Cell, CellKind, ReportTable } from '../table/report-table.js';
import type { Permission, Viewer } from '../viewer.js';
import type { Chart } from './chart.js';

/** Who asks what, and where answers are. */
export interface ReportContext {
  readonly house: ReportsHouse;
  readonly viewer: Viewer;
  readonly question: Question;
  /** What the question's period is at this moment. */
  readonly range: Range;
}

/** A number at the head of a page. */
export interface FigureCard {
  readonly name: string;
  readonly title: string;
  readonly kind: CellKind;
  readonly value: Cell;
  /** The same in the period before; absent where it was not asked for. */
  readonly before?: Cell;
  readonly more: 'good' | 'bad' | 'neutral';
  readonly hint?: string;
}

/** Something worth a look, found by a fixed rule. */
export interface Finding {
  readonly severity: 'bad' | 'notice' | 'good';
  readonly text: string;
  /** Where more is to be seen. */
  readonly href?: string;
}

/** What a report says. */
export interface ReportAnswer {
  /** What it is about, where that is not what was asked for. */
  readonly range?: Range;
  readonly cards?: readonly FigureCard[];
  readonly findings?: readonly Finding[];
  readonly charts?: readonly Chart[];
  readonly tables: readonly ReportTable[];
}

/** What can be set on a page. */
export interface ReportControls {
  readonly hasPeriod: boolean;
  readonly filters: readonly Dimension[];
  /** Default of `group-by`; absent where the rows are fixed. */
  readonly groupBy?: readonly Dimension[];
  readonly canCompare?: boolean;
  readonly hasBaseline?: boolean;
  /** The texts and switches of lists of requests. */
  readonly hasRequestFilters?: boolean;
}

/** A report: a page, an address of the API, exports, and a name on the command line. */
export interface Report {
  /** In addresses, e.g. `usage`. */
  readonly name: string;
  readonly title: string;
  /** One sentence under the title. */
  readonly lead: string;
  readonly section: 'Usage' | 'Operations' | 'Administration';
  /** What a viewer must have somewhere; the answer is about where they have it. */
  readonly permission: Permission;
  readonly controls: ReportControls;
  /** Refuses what is no question for it, e.g. an unknown column to order by. */
  load(context: ReportContext): Promise<Result<ReportAnswer>>;
}
