/**
 * Recorded traffic and published schemas are third parties' data, nobody's to commit and no part of this repository.
 * Where a folder of them lies beside the checkout, more is tested; nothing depends on it.
 */
export const outsideFolder = process.env['RECORDINGS'] ?? '../shared/fixtures';
