package digest

import (
	"errors"
	"net/url"
)

// unwrapURL leaves the address out of an error: the key of a group's robot is part of it and must not reach the log.
func unwrapURL(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}
