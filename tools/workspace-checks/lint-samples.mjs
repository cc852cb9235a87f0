// Lints source texts as if they stood in files of the workspace: JSON [{ file, text }] in, JSON [[{ rule, message }]] out.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const cwd = fileURLToPath(new URL('../..', import.meta.url));
const samples = JSON.parse(readFileSync(0, 'utf8'));

// Without types: the texts are not those of the program on disk.
const eslint = new ESLint({ cwd, overrideConfig: [tseslint.configs.disableTypeChecked] });
const findings = [];
for (const { file, text } of samples) {
  const [result] = await eslint.lintText(text, { filePath: file });
  const [fatal] = (result?.messages ?? [{ fatal: true, message: 'not linted' }]).filter((message) => message.fatal);
  if (fatal !== undefined) throw new Error(`${file} should be linted: ${fatal.message}`);
  findings.push(result.messages.map(({ ruleId, message }) => ({ rule: ruleId ?? '', message })));
}
process.stdout.write(JSON.stringify(findings));
