package digest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// Webhook posts to the robot of a group chat in the form that 企业微信 and 钉钉 both take.
type Webhook struct {
	URL    string
	Client *http.Client // nil: one that waits ten seconds
}

// postTime bounds one post; answerMost bounds what is read of the answer.
const (
	postTime   = 10 * time.Second
	answerMost = 4096
)

// Post implements Poster. Both services answer 200 with an error code in the body when they refuse.
func (w *Webhook) Post(ctx context.Context, text string) error {
	body, err := json.Marshal(map[string]any{"msgtype": "text", "text": map[string]string{"content": text}})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	client := w.Client
	if client == nil {
		client = &http.Client{Timeout: postTime}
	}
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("digest: webhook: %w", unwrapURL(err))
	}
	defer resp.Body.Close()
	answer, _ := io.ReadAll(io.LimitReader(resp.Body, answerMost))
	var told struct {
		Code    int    `json:"errcode"`
		Message string `json:"errmsg"`
	}
	if json.Unmarshal(answer, &told) == nil && told.Code != 0 {
		return fmt.Errorf("digest: webhook refused: %d %s", told.Code, told.Message)
	}
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("digest: webhook answered %s", resp.Status)
	}
	return nil
}
