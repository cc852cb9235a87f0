/** The world as the command line sees it. */
export interface ReportIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Results, and nothing else. */
  readonly stdout: (text: string) => void;
  /** Everything that is not a result. */
  readonly stderr: (text: string) => void;
  readonly now: () => number;
}
