/** The last lines of a start: where to go and what is there to see. */
export function showWelcome({ port }) {
  const address = `http://localhost:${port}`;
  console.log(`
Adaptive Delivery runs at ${address}

  Enter as guest, and see
    ${address}/releases
      what waits for your approval, a release in flight, and the week before it
    ${address}/catalog/default/component/payments-service/releases
      one component: its decisions and why, its canaries, its rollbacks
    ${address}/policy-admin
      the policy in force, and how its decisions turned out

  Push a release of your own, in another terminal:
    npm run release:good                 is promoted
    npm run release:bad                  is rolled back, its digest quarantined
    npm run release:bad -- --again       the same artifact is refused

Ctrl-C ends the portal and the lab.`);
}
