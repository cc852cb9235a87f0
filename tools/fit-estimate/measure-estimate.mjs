// Prints the errors of the token estimate on texts it was not fitted to: node tools/fit-estimate/measure-estimate.mjs
// With --cross-validate: those within the half it is fitted to, which options are chosen by.
import { importLaws } from '../testing/import-laws.mjs';

const laws = await importLaws('libs/dialects/src/estimate/measure-error.laws.ts');
const measured = process.argv.includes('--cross-validate')
  ? (await importLaws('libs/dialects/src/estimate/cross-validate.laws.ts')).crossValidate()
  : laws.measureErrors();
const percent = (share) => `${(share * 100).toFixed(1)} %`;

function row(name, own) {
  const mean = own.reduce((sum, { error }) => sum + error, 0) / own.length;
  const cells = [laws.errorWithin(own, 0.5), laws.errorWithin(own, 0.9), mean].map(percent);
  console.log(`| ${[name, own.length, ...cells].join(' | ')} |`);
}

console.log('| Text | Texts | Median error | 90 % within | Mean |\n| --- | --- | --- | --- | --- |');
const main = measured.filter(({ kind }) => laws.mainKinds.includes(kind));
row('prose, code, JSON and CJK, as many of each', main);
for (const kind of [...laws.mainKinds, 'other', 'noise']) {
  const own = measured.filter((sample) => sample.kind === kind);
  row(kind, own);
  for (const sort of [...new Set(own.map((sample) => sample.sort))].sort())
    row(
      `– ${sort}`,
      own.filter((sample) => sample.sort === sort),
    );
}
for (const [from, to] of [
  [50, 200],
  [200, 1000],
  [1000, 5000],
  [5000, 20_001],
])
  row(
    `the four, ${from} to ${to - (to % 10)} characters`,
    main.filter(({ text }) => text.length >= from && text.length < to),
  );
