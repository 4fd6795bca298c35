package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
)

// client is one keep-alive connection that sends requests prepared beforehand. It does as little as HTTP/1.1 allows:
// the machine's two cores belong to the server that is measured.
type client struct {
	conn   net.Conn
	in     *bufio.Reader
	head   string // of every request but its length
	out    []byte
	answer bytes.Buffer
}

func dial(addr, token string) (*client, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	head := "Host: " + addr + "\r\nAuthorization: Bearer " + token + "\r\nContent-Type: application/json\r\nContent-Length: "
	return &client{conn: conn, in: bufio.NewReaderSize(conn, 64<<10), head: head}, nil
}

func (c *client) close() { _ = c.conn.Close() }

// ask sends a request and gives status and body; the body is good until the next ask.
func (c *client) ask(method, path string, body []byte) (int, []byte, error) {
	c.out = append(c.out[:0], method+" "+path+" HTTP/1.1\r\n"...)
	c.out = append(c.out, c.head...)
	c.out = strconv.AppendInt(c.out, int64(len(body)), 10)
	c.out = append(c.out, "\r\n\r\n"...)
	c.out = append(c.out, body...)
	if _, err := c.conn.Write(c.out); err != nil {
		return 0, nil, err
	}
	status, length, err := c.readHead()
	if err != nil {
		return 0, nil, err
	}
	c.answer.Reset()
	_, err = io.CopyN(&c.answer, c.in, length)
	return status, c.answer.Bytes(), err
}

// readHead reads status and length; our server gives a length with every answer that has a body.
func (c *client) readHead() (status int, length int64, err error) {
	for first := true; ; first = false {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return 0, 0, err
		}
		text := strings.TrimRight(string(line), "\r\n")
		switch {
		case text == "":
			return status, length, nil
		case first:
			fields := strings.SplitN(text, " ", 3)
			if len(fields) < 2 {
				return 0, 0, fmt.Errorf("not an answer: %q", text)
			}
			if status, err = strconv.Atoi(fields[1]); err != nil {
				return 0, 0, err
			}
		case len(text) > 15 && strings.EqualFold(text[:15], "content-length:"):
			if length, err = strconv.ParseInt(strings.TrimSpace(text[15:]), 10, 64); err != nil {
				return 0, 0, err
			}
		}
	}
}
