/** A project in one of its environments, or in all of them. */
export interface Domain {
  readonly project: string;
  /** Absent: every environment of the project. */
  readonly environment: string | undefined;
}

/** Whose requests a reader may see. Nothing else exists for them: neither rows nor counts. An empty list sees nothing. */
export type Scope = 'everything' | readonly Domain[];
