// How each coding agent is pointed at the router and asked to do one task without questions.
import { fileURLToPath } from 'node:url';

const weatherServer = fileURLToPath(new URL('./weather-server.mjs', import.meta.url));

/** The versions this was last tried with. */
export const packages = ['@anthropic-ai/claude-code@2.1.329', '@openai/codex@0.169.0'];

/**
 * One command a client: `prompt` may hold markers of the simulated provider, `home` is an empty folder. The
 * model's last words are all that a client writes to stdout, or it writes them to `answerFile`.
 */
export const clients = {
  claude: {
    shell: (command) => `[[call:Bash ${JSON.stringify({ command, description: 'read a file' })}]]`,
    weather: (city) => `[[call:mcp__wx__get_weather ${JSON.stringify({ city })}]]`,
    command: ({ baseUrl, token, model, prompt, home }) => ({
      program: 'claude',
      arguments: [
        ...['-p', prompt, '--dangerously-skip-permissions'],
        ...['--mcp-config', JSON.stringify({ mcpServers: { wx: { command: 'node', args: [weatherServer] } } })],
      ],
      env: {
        HOME: home,
        ANTHROPIC_BASE_URL: baseUrl,
        ANTHROPIC_AUTH_TOKEN: token,
        ANTHROPIC_MODEL: model,
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        IS_SANDBOX: '1',
      },
    }),
  },
  codex: {
    shell: (command) => `[[call:exec_command ${JSON.stringify({ cmd: command })}]]`,
    weather: (city) => `[[call:mcp__wx__get_weather ${JSON.stringify({ city })}]]`,
    command: ({ baseUrl, token, model, prompt, home, answerFile }) => ({
      program: 'codex',
      arguments: [
        ...['exec', '--skip-git-repo-check', '--dangerously-bypass-approvals-and-sandbox'],
        ...['-c', 'model_provider=router'],
        ...['-c', `model_providers.router={name="router",base_url="${baseUrl}/v1",env_key="KEY",wire_api="responses"}`],
        ...['-c', `mcp_servers.wx={command="node",args=["${weatherServer}"]}`],
        ...['-o', answerFile, '-m', model, prompt],
      ],
      env: { HOME: home, KEY: token },
    }),
  },
};
