/** The last lines of a start: where to go and what is there to see. */
export function showWelcome({ port }) {
  const address = `http://localhost:${port}`;
  console.log(`
Adaptive Delivery runs at ${address}

  Sign in as guest, then look at
    ${address}/catalog/default/component/payments-service/releases
      a release in flight: its risk, its canary, its verdicts, its past
    ${address}/policy-admin
      the policy in force and how its decisions turned out

  Push a release of your own, in another terminal:
    npm run release:good                 is promoted
    npm run release:bad                  is rolled back, its digest quarantined
    npm run release:bad -- --again       the same artifact is refused

Ctrl-C ends the portal and the lab.`);
}
