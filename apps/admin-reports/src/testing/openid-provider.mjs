// A real OpenID provider for tests: node openid-provider.mjs '{"port":0,"accounts":{"ada":{"email":"ada@example.com"}}}'
// It says on which port it listens, and begins to serve once it is told where its client comes back to.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const { port = 0, accounts, clientId, clientSecret } = JSON.parse(process.argv[2]);
const server = createServer();
server.listen(port, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit(0));
process.on('message', ({ redirectUri }) => {
  const provider = new Provider(`http://localhost:${server.address().port}`, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    findAccount: (_context, id) =>
      id in accounts ? { accountId: id, claims: () => ({ sub: id, ...accounts[id] }) } : undefined,
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
    pkce: { required: () => true },
    cookies: { keys: ['a key of no worth'] },
    features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
  });
  server.on('request', provider.callback());
  process.send({ isServing: true });
});
