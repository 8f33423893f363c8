export function Footer() {
  return (
    <footer className="foot-of-page">
      <div className="row">
        <p>Fjord &amp; Field is an example shop, served by Isthmus. Nothing you buy here will ever arrive.</p>
        <ul>
          <li>
            <a href="/docs">The shop's API</a>
          </li>
          <li>
            <a href="/sandbox">The sandbox: payments, mails, faults</a>
          </li>
        </ul>
      </div>
    </footer>
  );
}
