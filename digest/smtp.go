package digest

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/mail"
	"net/smtp"
	"strings"
	"time"
)

// SMTP sends through one mail server. With TLS the connection is encrypted from the start (port 465); without it
// STARTTLS is demanded unless the server stands on this very machine.
type SMTP struct {
	Address  string // host:port
	From     string // an address, with a name if wanted: 接力 <jieli@example.cn>
	User     string // "" when the server asks for none
	Password string
	TLS      bool
}

// sendTime bounds one letter.
const sendTime = 30 * time.Second

var (
	errPlain = errors.New("digest: the mail server offers no encryption (STARTTLS)")
	errLine  = errors.New("digest: an address or a subject holds a line break")
)

// Send implements Mailer. Line breaks in an address or the subject are refused: they would add headers.
func (s *SMTP) Send(ctx context.Context, to, subject, body string) error {
	if strings.ContainsAny(to+subject, "\r\n") {
		return errLine
	}
	from, err := mail.ParseAddress(s.From)
	if err != nil {
		return fmt.Errorf("digest: sender %q: %w", s.From, err)
	}
	target, err := mail.ParseAddress(to)
	if err != nil {
		return fmt.Errorf("digest: recipient: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	c, err := s.dial(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	return deliver(c, from.Address, target.Address, s.message(to, subject, body))
}

func (s *SMTP) dial(ctx context.Context) (*smtp.Client, error) {
	host, _, err := net.SplitHostPort(s.Address)
	if err != nil {
		return nil, err
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", s.Address)
	if err != nil {
		return nil, err
	}
	end, _ := ctx.Deadline()
	if err := conn.SetDeadline(end); err != nil {
		return nil, err
	}
	if s.TLS {
		conn = tls.Client(conn, &tls.Config{ServerName: host})
	}
	c, err := smtp.NewClient(conn, host)
	if err != nil {
		conn.Close()
		return nil, err
	}
	if err := s.secure(c, host); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

func (s *SMTP) secure(c *smtp.Client, host string) error {
	if !s.TLS {
		if ok, _ := c.Extension("STARTTLS"); ok {
			if err := c.StartTLS(&tls.Config{ServerName: host}); err != nil {
				return err
			}
		} else if !isLocal(host) {
			return errPlain
		}
	}
	if s.User == "" {
		return nil
	}
	return c.Auth(smtp.PlainAuth("", s.User, s.Password, host))
}

func isLocal(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func deliver(c *smtp.Client, from, to string, message []byte) error {
	if err := c.Mail(from); err != nil {
		return err
	}
	if err := c.Rcpt(to); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(message); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return c.Quit()
}

// message is plain text in UTF-8, in base64 lines of 76 characters as RFC 2045 asks.
func (s *SMTP) message(to, subject, body string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "From: %s\r\nTo: %s\r\nSubject: %s\r\n", s.From, to, mime.BEncoding.Encode("UTF-8", subject))
	b.WriteString("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n")
	const line = 76
	for text := base64.StdEncoding.EncodeToString([]byte(body)); text != ""; {
		n := min(line, len(text))
		b.WriteString(text[:n] + "\r\n")
		text = text[n:]
	}
	return []byte(b.String())
}
